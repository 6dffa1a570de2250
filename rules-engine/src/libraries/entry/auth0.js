// The client of the Management API that rule-utilities uses: what it changes is an effect of the login.
function ManagementClient() {
  const { users } = globalThis.auth0;
  return {
    updateUser: () => Promise.reject(new Error('updateUser is not supported by login rules here')),
    updateAppMetadata: ({ id }, metadata) => users.updateAppMetadata(id, metadata),
    updateUserMetadata: ({ id }, metadata) => users.updateUserMetadata(id, metadata),
  };
}
module.exports = { ManagementClient };
