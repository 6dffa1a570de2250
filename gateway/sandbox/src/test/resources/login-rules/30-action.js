exports.onExecutePostLogin = async (event, api) => {
  if (event.transaction.protocol === 'oauth2-device-code') {
    api.refreshToken.setMetadata('flow', 'device');
    if (event.user.email === 'keeper@sandbox.test') {
      const devices = event.user.user_metadata.devices ?? 0;
      api.user.setUserMetadata('devices', devices + 1);
      api.idToken.setCustomClaim('https://devicegate.io/devices', devices);
    }
    api.idToken.setCustomClaim('https://devicegate.io/seen', event.client.client_id + ' ' + event.connection.name);
  }
  if (event.transaction.protocol === 'oauth2-refresh-token') {
    if (event.user.email === 'revoked@sandbox.test') api.refreshToken.revoke('Log in again.');
    api.accessToken.setCustomClaim('https://devicegate.io/flow', event.refresh_token.metadata.flow);
  }
};
