import { isRecord } from '../../validation/record.js';

/** Types of content blocks in which an Anthropic model asks for a tool. */
const TOOL_BLOCKS = new Set(['tool_use', 'server_tool_use', 'mcp_tool_use']);
/** Types of items in which an OpenAI model asks for a tool (Responses). */
const CALL_ITEMS = new Set([
  'function_call',
  'custom_tool_call',
  'mcp_call',
  'local_shell_call',
  'shell_call',
  'apply_patch_call',
  'computer_call',
]);
const MAX_DEPTH = 12;
const MAX_CALLS = 128;

/**
 * The inputs of the tool calls in a model's reply, in the forms of Anthropic Messages (`tool_use`), OpenAI Chat
 * Completions (`tool_calls`, before that `function_call`), OpenAI Responses (`function_call` and other items), Google Gemini
 * (`functionCall`, over the WebSocket of its Live interface `functionCalls`), Amazon Bedrock (`toolUse`) and Cohere
 * (`tool_calls`).
 */
export function toolInputsIn(reply: unknown): readonly string[] {
  const inputs: string[] = [];
  collect(reply, 0, inputs);
  return inputs;
}

function collect(value: unknown, depth: number, inputs: string[]): void {
  if (depth > MAX_DEPTH || inputs.length >= MAX_CALLS) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, depth + 1, inputs);
    return;
  }
  if (!isRecord(value)) return;
  const type = value['type'];
  if (typeof type === 'string' && TOOL_BLOCKS.has(type)) add(value['input'], inputs);
  if (typeof type === 'string' && CALL_ITEMS.has(type))
    add(value['arguments'] ?? value['input'] ?? value['action'] ?? value['operation'], inputs);
  if (Array.isArray(value['tool_calls'])) {
    for (const call of value['tool_calls']) if (isRecord(call)) addCall(call, inputs);
  }
  if (isRecord(value['function_call'])) add(value['function_call']['arguments'], inputs);
  if (isRecord(value['functionCall'])) add(value['functionCall']['args'], inputs);
  if (Array.isArray(value['functionCalls'])) {
    for (const call of value['functionCalls']) if (isRecord(call)) add(call['args'], inputs);
  }
  if (isRecord(value['toolUse'])) add(value['toolUse']['input'], inputs);
  // A delta holds a piece of an input; pieces are joined elsewhere.
  for (const [key, item] of Object.entries(value)) {
    if (key !== 'delta' && typeof item === 'object') collect(item, depth + 1, inputs);
  }
}

/** One of `tool_calls`: a function, a custom tool with free text (OpenAI), or its parameters right there (Cohere). */
function addCall(call: Readonly<Record<string, unknown>>, inputs: string[]): void {
  if (isRecord(call['function'])) add(call['function']['arguments'], inputs);
  if (isRecord(call['custom'])) add(call['custom']['input'], inputs);
  add(call['parameters'], inputs);
}

/** Inputs come as a JSON text or as the object itself; an empty one says nothing. */
function add(input: unknown, inputs: string[]): void {
  if (typeof input === 'string' && input !== '') inputs.push(input);
  else if (isRecord(input) && Object.keys(input).length > 0) inputs.push(JSON.stringify(input));
}
