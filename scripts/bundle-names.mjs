// esbuild's `keepNames` wraps every function of a bundle in a call that defines its name: also each closure, each time that
// it is made. Measured: a fifth of a kilobyte for a closure, since a function with a property of its own has no fast ones
// any more, 15 of them for a connection, and a tenth of a small request's processor time. Nearly all get the same name by
// themselves. Left are the classes, whose names some packages read, and functions that esbuild had to rename.
import ts from 'typescript';

const HELPER = '__name';

/** A bundle without the calls that give a function the name that it has anyway. Lines stay lines. */
export function withoutNeedlessNames(text) {
  const source = ts.createSourceFile('bundle.js', text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  const cuts = [];
  const visit = (node) => {
    if (isNaming(node)) cuts.push(...cutsOf(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  cuts.sort((a, b) => a.from - b.from);
  let rest = 0;
  let out = '';
  for (const { from, to, by } of cuts) {
    out += text.slice(rest, from) + by;
    rest = to;
  }
  return out + text.slice(rest);
}

function isNaming(node) {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === HELPER;
}

function cutsOf(call) {
  const [target, name] = call.arguments;
  const from = call.getStart();
  if (ts.isArrowFunction(target) || ts.isFunctionExpression(target)) {
    // A name comes from the variable or property; what is called otherwise keeps its call.
    if (nameByItself(call) !== name.text) return [];
    return [
      { from, to: target.getStart(), by: '(' },
      { from: target.end, to: call.end, by: ')' },
    ];
  }
  const isStatement = ts.isExpressionStatement(call.parent);
  if (isStatement && ts.isIdentifier(target) && target.text === name.text) return [{ from, to: call.end, by: '' }];
  return [];
}

/** The name that a function gets from where it stands (ECMAScript, NamedEvaluation). */
function nameByItself({ parent }) {
  const named = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name : undefined;
  return named !== undefined && (ts.isIdentifier(named) || ts.isStringLiteral(named)) ? named.text : undefined;
}
