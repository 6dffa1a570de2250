module.exports = {
  ...require("./Auth0RedirectRuleUtilities"),
  ...require("./Auth0UserUpdateUtilities"),
};
