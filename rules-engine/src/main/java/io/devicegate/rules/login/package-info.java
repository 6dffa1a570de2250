/**
 * Auth0 Rules and Actions, run as they are when somebody logs in.
 *
 * <p>{@link io.devicegate.rules.login.LoginRules} is the way in. The scripts run in a sandbox
 * without network, files, modules or host objects; which engine that is stays hidden in this
 * package.
 */
@NullMarked
package io.devicegate.rules.login;

import org.jspecify.annotations.NullMarked;
