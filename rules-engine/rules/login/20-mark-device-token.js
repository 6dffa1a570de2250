/**
 * Marks access tokens that came from the device flow, so that an API can tell them from others.
 *
 * Auth0 writes no claim for the device flow itself, and a claim that is set at login only is gone after the first
 * refresh. So this Action also leaves a mark on the refresh token, and sets the claim again when it finds that mark.
 *
 * To use it in a tenant: Actions > Library > Create Action > Build from scratch, trigger "Login / Post Login"; paste
 * this file, deploy, and put it last in the trigger's flow. It needs no secrets and no modules.
 *
 * Claims it sets on the access token:
 *   https://devicegate.io/protocol        'oauth2-device-code', also after a refresh
 *   https://devicegate.io/auth_time       when the user logged in, in seconds; after a refresh still that time
 *   https://devicegate.io/acr             the OpenID policy for several factors, when the login had more than one
 *   https://devicegate.io/email_verified  whether the user's e-mail address is verified, when the tenant knows
 */
exports.onExecutePostLogin = async (event, api) => {
  const DEVICE_FLOW = 'oauth2-device-code';
  const REFRESH = 'oauth2-refresh-token';
  const SEVERAL_FACTORS = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';
  const protocol = event.transaction?.protocol;

  // auth_time and acr themselves are reserved: Auth0 drops a claim of such a name without a word.
  const mark = (authTime, acr) => {
    api.accessToken.setCustomClaim('https://devicegate.io/protocol', DEVICE_FLOW);
    if (authTime > 0) {
      api.accessToken.setCustomClaim('https://devicegate.io/auth_time', authTime);
    }
    if (acr) {
      api.accessToken.setCustomClaim('https://devicegate.io/acr', acr);
    }
  };

  if (protocol === DEVICE_FLOW) {
    const methods = event.authentication?.methods ?? [];
    // Of a session that goes on, these are the times of its own login, not of this request.
    const logins = methods.filter(method => method.name !== 'mfa').map(method => Date.parse(method.timestamp));
    const authTime = Math.floor(Math.max(0, ...logins.filter(Number.isFinite)) / 1000);
    const acr = methods.some(method => method.name === 'mfa') ? SEVERAL_FACTORS : '';
    mark(authTime, acr);
    api.refreshToken.setMetadata('devicegate_protocol', DEVICE_FLOW);
    if (authTime > 0) {
      api.refreshToken.setMetadata('devicegate_auth_time', String(authTime));
    }
    if (acr) {
      api.refreshToken.setMetadata('devicegate_acr', acr);
    }
  }
  const left = event.refresh_token?.metadata ?? {};
  if (protocol === REFRESH && left.devicegate_protocol === DEVICE_FLOW) {
    mark(Number(left.devicegate_auth_time ?? 0), left.devicegate_acr);
  }
  if (typeof event.user.email_verified === 'boolean') {
    api.accessToken.setCustomClaim('https://devicegate.io/email_verified', event.user.email_verified);
  }
};
