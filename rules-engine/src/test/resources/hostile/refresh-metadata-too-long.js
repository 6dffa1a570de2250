// expect: THREW longer than 255 characters
exports.onExecutePostLogin = async (event, api) => {
  api.refreshToken.setMetadata('a', 'a'.repeat(256));
};
