// expect: THREW more than 25 entries
exports.onExecutePostLogin = async (event, api) => {
  for (let i = 0; i < 26; i++) api.refreshToken.setMetadata('name' + i, 'value');
};
