// expect: THREW api.refreshToken.revoke is not supported
exports.onExecutePostLogin = async (event, api) => {
  api.refreshToken.revoke('reason');
};
