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
 *   https://devicegate.io/email_verified  whether the user's e-mail address is verified, when the tenant knows
 */
exports.onExecutePostLogin = async (event, api) => {
  const DEVICE_FLOW = 'oauth2-device-code';
  const REFRESH = 'oauth2-refresh-token';
  const protocol = event.transaction?.protocol;

  if (protocol === DEVICE_FLOW) {
    api.accessToken.setCustomClaim('https://devicegate.io/protocol', DEVICE_FLOW);
    api.refreshToken.setMetadata('devicegate_protocol', DEVICE_FLOW);
  }
  if (protocol === REFRESH && event.refresh_token?.metadata?.devicegate_protocol === DEVICE_FLOW) {
    api.accessToken.setCustomClaim('https://devicegate.io/protocol', DEVICE_FLOW);
  }
  if (typeof event.user.email_verified === 'boolean') {
    api.accessToken.setCustomClaim('https://devicegate.io/email_verified', event.user.email_verified);
  }
};
