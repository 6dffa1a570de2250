exports.onExecutePostLogin = async (event, api) => {
  if (event.transaction.protocol === 'oauth2-device-code') {
    api.refreshToken.setMetadata('flow', 'device');
    api.idToken.setCustomClaim('https://devicegate.io/seen', event.client.client_id + ' ' + event.connection.name);
  }
  if (event.transaction.protocol === 'oauth2-refresh-token') {
    api.accessToken.setCustomClaim('https://devicegate.io/flow', event.refresh_token.metadata.flow);
  }
};
