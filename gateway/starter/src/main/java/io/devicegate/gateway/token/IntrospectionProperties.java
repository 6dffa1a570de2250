package io.devicegate.gateway.token;

import io.devicegate.gateway.introspection.ClientAuthentication;
import io.devicegate.gateway.introspection.IntrospectionSettings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a tenant's opaque tokens are checked with its issuer (RFC 7662).
 *
 * @param endpoint the issuer's introspection endpoint
 * @param tokenPrefix what this issuer's opaque tokens begin with, such as ory_at_; needed where
 *     more than one tenant has introspection, since no token is shown to an issuer that it is not
 *     of
 * @param clientId how the issuer knows the gateway
 * @param clientSecret the secret of that client
 * @param authentication how the secret is sent: basic, in a header, or post, in the form
 * @param timeout longest wait for an answer, 100ms to 30s
 * @param activeTtl time for which a token is believed active, so that long a revoked one passes; at
 *     most 1h
 * @param inactiveTtl time for which a token is believed inactive, at most 1h
 * @param maxSize memory for answers, at most 1GB
 * @param maxConcurrent maximum number of tokens asked about at the same time
 */
public record IntrospectionProperties(
    @Nullable URI endpoint,
    @DefaultValue("") String tokenPrefix,
    @DefaultValue("") String clientId,
    @DefaultValue("") String clientSecret,
    @DefaultValue("basic") ClientAuthentication authentication,
    @DefaultValue("3s") Duration timeout,
    @DefaultValue("60s") Duration activeTtl,
    @DefaultValue("10s") Duration inactiveTtl,
    @DefaultValue("16MB") DataSize maxSize,
    @DefaultValue("256") int maxConcurrent) {

  private static final int MAX_INACTIVE = 10_000;
  private static final int MAX_ANSWER_BYTES = 64 << 10;

  /**
   * The settings, for a tenant.
   *
   * @throws IllegalArgumentException naming the first that cannot be right
   */
  IntrospectionSettings settings(Tenant tenant) {
    if (endpoint == null) {
      throw new IllegalArgumentException("endpoint: (none) (expected: an http or https URL)");
    }
    return new IntrospectionSettings(
        endpoint,
        clientId,
        clientSecret,
        authentication,
        tenant.issuer(),
        tenant.audiences(),
        tenant.clockSkew(),
        timeout,
        activeTtl,
        inactiveTtl,
        maxSize.toBytes(),
        MAX_INACTIVE,
        MAX_ANSWER_BYTES,
        maxConcurrent);
  }

  /** Does not print the secret. */
  @Override
  public String toString() {
    return "IntrospectionProperties[" + endpoint + ", " + clientId + "]";
  }
}
