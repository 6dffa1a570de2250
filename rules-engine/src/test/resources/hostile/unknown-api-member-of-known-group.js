// expect: THREW api.groups.getUserGroups is not supported by login rules here: it asks the Management API
exports.onExecutePostLogin = async (event, api) => {
  const { groups } = api;
  await groups.getUserGroups();
};
