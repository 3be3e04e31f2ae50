import { describe, expect, test } from '@jest/globals';
import { Detector } from '../../src/detect/detector.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { detect, FINGERPRINT_KEY, strangerContext } from '../support/detect.js';
import { ruleOf } from '../support/rule.js';
import { makers } from './disguise/disguises.js';

const INBOUND = strangerContext('inbound');

function inMirror(name: string, text: string): string {
  const maker = makers.find((each) => each.name === name);
  if (maker === undefined) throw new Error(`no disguise is named ${name}`);
  return maker.make(text);
}

const rule = ruleOf(/zaphod_command[a-z]/);
const TEXT = 'here zaphod_commander stands';

describe.each(['ROT13', 'reversed'])('in %s', (mirror) => {
  const text = inMirror(mirror, TEXT);

  test('what a rule looks for is found', () => {
    expect(detect(new Detector([rule], FINGERPRINT_KEY), INBOUND, text)).toHaveLength(1);
  });

  test('what a rule looks for as it is written is not', () => {
    const asWritten = new Detector([{ ...rule, asWritten: true }], FINGERPRINT_KEY);
    expect(detect(asWritten, INBOUND, TEXT)).toHaveLength(1);
    expect(detect(asWritten, INBOUND, text)).toEqual([]);
  });
});

test('a list of names is no command in ROT13', () => {
  const detector = new Detector(catalogue, FINGERPRINT_KEY);
  expect(detect(detector, INBOUND, 'platform=mac; pc')).toEqual([]);
  expect(detect(detector, INBOUND, 'formats=gif;png')).toEqual([]);
});
