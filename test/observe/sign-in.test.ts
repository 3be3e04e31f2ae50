import { describe, expect, test } from '@jest/globals';
import { headerLocation } from '../../src/observe/http/header-location.js';
import { isSignIn } from '../../src/observe/http/sign-in.js';
import { authenticationFields } from '../../src/text/authentication-fields.js';

describe('where clients sign in', () => {
  test.each([
    '/token',
    '/oauth/token',
    '/oauth2/v4/token',
    '/oauth2/token?client=1',
    '/common/oauth2/v2.0/token',
    '/login/oauth/access_token',
    '/api/oauth.v2.access',
    '/realms/main/protocol/openid-connect/token',
    '/v1/oauth/token',
    '/v2/users/login/',
    '/v1/accounts:signInWithPassword',
    '/users/sign_in',
    '/session',
    '/api/v1/auth/refresh-token',
    'https://login.invalid/oauth/token',
  ])('is told by the path %s', (target) => expect(isSignIn(target)).toBe(true));

  test.each([
    '/',
    '/repos/a/b/issues',
    '/v1/messages',
    '/collect?next=/oauth/token',
    '/tokenize',
    '/author',
    '/v1/tokens/count',
    '/blog/login-with-passkeys',
    '*',
  ])('and not by %s', (target) => expect(isSignIn(target)).toBe(false));
});

test.each([...authenticationFields])(
  'the field %s is named in findings, or nothing would be at home in it',
  (field) => {
    expect(headerLocation(field)).toBe(`header:${field}`);
  },
);
