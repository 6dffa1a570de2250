package io.devicegate.sandbox.tenant;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a device asked for, and from where.
 *
 * @param clientId the application
 * @param scopes scopes in the order asked
 * @param audience API the access token is for; none means the tenant's userinfo endpoint only
 * @param caller address and program of the device
 */
record DeviceRequest(
    String clientId, Set<String> scopes, @Nullable String audience, Caller caller) {

  DeviceRequest {
    scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
  }
}
