package io.devicegate.gateway.token;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * Limits on tokens.
 *
 * @param maxSize longest token accepted
 * @param verificationThreads threads for signatures when many unknown tokens come at once, or the
 *     algorithm is slow; 0 for one per processor
 * @param verificationQueue signatures that may wait for these threads; beyond it the answer is 503
 */
@Validated
@ConfigurationProperties("devicegate.token")
public record TokenProperties(
    @DefaultValue("8KB") DataSize maxSize,
    @DefaultValue("0") int verificationThreads,
    @DefaultValue("1000") int verificationQueue)
    implements Validator {

  private static final DataSize LARGEST = DataSize.ofKilobytes(16);
  private static final int MAX_THREADS = 256;
  private static final int MAX_QUEUE = 100_000;

  /** How large a token, and what is in it, may be. */
  JwtLimits limits() {
    JwtLimits usual = JwtLimits.DEFAULTS;
    int length = Math.toIntExact(maxSize.toBytes());
    return new JwtLimits(
        length,
        usual.headerBytes(),
        Math.max(usual.headerBytes(), length * 3 / 4),
        usual.claimsDepth(),
        usual.claimsValues(),
        usual.stringLength());
  }

  int threads() {
    return verificationThreads == 0
        ? Runtime.getRuntime().availableProcessors()
        : verificationThreads;
  }

  @Override
  public boolean supports(Class<?> type) {
    return type == TokenProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    TokenProperties token = (TokenProperties) target;
    if (token.maxSize.toBytes() < 1 || token.maxSize.compareTo(LARGEST) > 0) {
      errors.rejectValue("maxSize", "invalid", "expected 1B to 16KB");
    }
    if (token.verificationThreads < 0 || token.verificationThreads > MAX_THREADS) {
      errors.rejectValue("verificationThreads", "invalid", "expected 0 to " + MAX_THREADS);
    }
    if (token.verificationQueue < 1 || token.verificationQueue > MAX_QUEUE) {
      errors.rejectValue("verificationQueue", "invalid", "expected 1 to " + MAX_QUEUE);
    }
  }
}
