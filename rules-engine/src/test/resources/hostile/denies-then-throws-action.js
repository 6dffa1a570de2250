// expect: REFUSED Go away.
exports.onExecutePostLogin = async (event, api) => {
  api.access.deny('Go away.');
  throw new Error('boom');
};
