package io.devicegate.gateway.proof;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * How DPoP proofs (RFC 9449) are checked, for tenants and routes that take them.
 *
 * @param algorithms signature algorithms a proof may use, in order of preference
 * @param maxAge how long after its creation a proof is accepted, 1s to 10m
 * @param clockSkew how far the clocks of clients may be off, either way, at most 5m
 * @param nonce whether a proof must carry a nonce of the gateway's
 * @param nonceLifetime how long a nonce is accepted at least, 10s to 1h
 * @param replayCapacity maximum number of proofs remembered; beyond it the answer is 503
 */
@Validated
@ConfigurationProperties("devicegate.dpop")
record ProofProperties(
    @DefaultValue({"es256", "eddsa", "ps256", "rs256"}) List<ProofAlgorithm> algorithms,
    @DefaultValue("1m") Duration maxAge,
    @DefaultValue("30s") Duration clockSkew,
    @DefaultValue("false") boolean nonce,
    @DefaultValue("2m") Duration nonceLifetime,
    @DefaultValue("200000") int replayCapacity)
    implements Validator {

  DpopSettings settings() {
    return new DpopSettings(algorithms, maxAge, clockSkew, nonce, nonceLifetime, replayCapacity);
  }

  @Override
  public boolean supports(Class<?> type) {
    return type == ProofProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    try {
      var unused = ((ProofProperties) target).settings();
    } catch (IllegalArgumentException e) {
      errors.reject("invalid", String.valueOf(e.getMessage()));
    }
  }
}
