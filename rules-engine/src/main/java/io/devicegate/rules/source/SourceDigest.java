package io.devicegate.rules.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The digest of a set of rules: another when any name or text is another, whatever their order. Not
 * thread-safe.
 */
public final class SourceDigest {

  private static final String ALGORITHM = "SHA-256";
  private static final String PREFIX = "sha256:";

  private final MessageDigest digest = sha256();

  /** Begins with the files. */
  public SourceDigest(List<RuleSource> files) {
    files.stream()
        .sorted(Comparator.comparing(RuleSource::file).thenComparing(RuleSource::text))
        .forEach(file -> with(file.file()).with(file.text()));
  }

  /** Adds something else that the rules depend on. */
  public SourceDigest with(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Length first, so that no two lists of texts are the same bytes.
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
    return this;
  }

  /** Returns {@code sha256:} and the digest; nothing can be added afterwards. */
  public String value() {
    return PREFIX + HexFormat.of().formatHex(digest.digest());
  }

  /** Returns {@code sha256:} and the digest of the bytes alone. */
  public static String of(byte[] bytes) {
    return PREFIX + HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance(ALGORITHM);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java without SHA-256", e);
    }
  }
}
