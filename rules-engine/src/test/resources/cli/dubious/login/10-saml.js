exports.onExecutePostLogin = async (event, api) => {
  if (event.prompt) return;
  api.samlResponse.setAttribute('groups', event.authorization.roles);
};
