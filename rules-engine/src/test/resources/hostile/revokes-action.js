// expect: REVOKED Log in again.
exports.onExecutePostLogin = async (event, api) => {
  const { session } = api;
  session.revoke('Log in again.');
  api.access.deny('Too late.');
};
