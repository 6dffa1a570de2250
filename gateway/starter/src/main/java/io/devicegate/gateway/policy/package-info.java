/**
 * The access policies at the gateway: loaded from a folder, loaded anew when it changes, asked
 * about each request. {@link io.devicegate.gateway.policy.AccessPolicies} is the way in.
 */
@NullMarked
package io.devicegate.gateway.policy;

import org.jspecify.annotations.NullMarked;
