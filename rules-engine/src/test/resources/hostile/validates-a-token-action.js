// expect: THREW no redirect led here
exports.onExecutePostLogin = async (event, api) => {
  api.redirect.validateToken({ secret: 'secret', tokenParameterName: 'token' });
};
