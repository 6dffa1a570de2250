// expect: OUTPUT_TOO_LARGE
exports.onExecutePostLogin = async (event, api) => {
  for (let i = 0; i < 200; i++) api.user.setUserMetadata('key' + i, 'v'.repeat(100));
};
