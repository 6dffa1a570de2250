/**
 * Auth0 Rules and Actions, run as they are when somebody logs in.
 *
 * <p>{@link io.devicegate.rules.login.LoginRules} is the way in. The scripts run in a sandbox
 * without files or host objects, with a fixed set of modules, and without network unless an origin
 * is allowed; which engine that is stays hidden in this package.
 */
@NullMarked
package io.devicegate.rules.login;

import org.jspecify.annotations.NullMarked;
