exports.onExecutePostLogin = async (event, api) => {
  if (event.transaction.protocol === 'oauth2-device-code') {
    api.accessToken.setCustomClaim('https://you.test/plan', event.user.app_metadata.plan ?? 'free');
  }
};
