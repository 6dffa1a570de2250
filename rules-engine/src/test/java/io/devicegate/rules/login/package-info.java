/** Tests of the login rules, all of them on the real engine. */
@NullMarked
package io.devicegate.rules.login;

import org.jspecify.annotations.NullMarked;
