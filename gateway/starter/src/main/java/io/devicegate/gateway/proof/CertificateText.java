package io.devicegate.gateway.proof;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Thumbprints of certificates in the forms in which proxies write them; null when a text is not of
 * the form. The certificate itself is not parsed: its digest is all that is compared, and the proxy
 * has verified it.
 */
final class CertificateText {

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";
  private static final int DIGEST_LENGTH = 32;

  private CertificateText() {}

  /** A byte sequence of structured fields: base64 between colons (RFC 8941, section 3.3.5). */
  static @Nullable String ofByteSequence(String text) {
    String value = text.trim();
    boolean framed = value.length() > 2 && value.startsWith(":") && value.endsWith(":");
    return framed ? ofBase64(value.substring(1, value.length() - 1)) : null;
  }

  static @Nullable String ofEscapedPem(String text) {
    String pem = percentDecodedOrNull(text.trim());
    if (pem == null) {
      return null;
    }
    String trimmed = pem.trim();
    boolean framed = trimmed.startsWith(BEGIN) && trimmed.endsWith(END);
    String body =
        framed ? trimmed.substring(BEGIN.length(), trimmed.length() - END.length()) : trimmed;
    return ofBase64(body.replaceAll("[\\r\\n]", ""));
  }

  static @Nullable String ofForwardedClientCert(String text) {
    Map<String, String> pairs = pairsOrNull(text);
    if (pairs == null) {
      return null;
    }
    String hash = pairs.get("hash");
    if (hash != null) {
      return ofHex(hash);
    }
    String certificate = pairs.get("cert");
    return certificate == null ? null : ofEscapedPem(certificate);
  }

  private static @Nullable String ofHex(String hex) {
    try {
      byte[] digest = HexFormat.of().parseHex(hex);
      return digest.length == DIGEST_LENGTH ? Digests.encode(digest) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable String ofBase64(String text) {
    try {
      byte[] der = Base64.getDecoder().decode(text);
      return der.length == 0 ? null : Digests.sha256Url(der);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Unlike form decoding, leaves plus signs alone: base64 has them. */
  private static @Nullable String percentDecodedOrNull(String text) {
    StringBuilder decoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        decoded.append(c);
        continue;
      }
      try {
        decoded.append((char) HexFormat.fromHexDigits(text, i + 1, i + 3));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        return null;
      }
      i += 2;
    }
    return decoded.toString();
  }

  /**
   * Splits one element into its pairs; null for several elements, repeated keys and open quotes.
   */
  private static @Nullable Map<String, String> pairsOrNull(String text) {
    Map<String, String> pairs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    StringBuilder pair = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' && !quoted) {
        return null;
      }
      if (c == ';' && !quoted) {
        if (!put(pairs, pair)) {
          return null;
        }
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted && i + 1 < text.length()) {
        pair.append(text.charAt(++i));
      } else {
        pair.append(c);
      }
    }
    return !quoted && put(pairs, pair) ? pairs : null;
  }

  private static boolean put(Map<String, String> pairs, StringBuilder pair) {
    int equals = pair.indexOf("=");
    String key = equals < 0 ? "" : pair.substring(0, equals).trim();
    String value = equals < 0 ? "" : pair.substring(equals + 1).trim();
    pair.setLength(0);
    return pairs.put(key, value) == null || isRepeatable(key);
  }

  /** Subject alternative names come once each. */
  private static boolean isRepeatable(String key) {
    return key.equalsIgnoreCase("URI") || key.equalsIgnoreCase("DNS") || key.equalsIgnoreCase("By");
  }
}
