package io.devicegate.rules.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the host does for the libraries of a script: chance, hashing, and HTTP where it is allowed.
 * Text in, text out; bytes are a text of one character each. Bounded by what a script can hold.
 */
final class ScriptHost {

  private static final int MAX_CHANCE = 65_536;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ScriptHttp http;

  ScriptHost(LoginRulesOptions options) {
    this.http = new ScriptHttp(options);
  }

  String random(String length) {
    byte[] bytes = new byte[Math.max(0, Math.min(MAX_CHANCE, Integer.parseInt(length)))];
    RANDOM.nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  String uuid() {
    return UUID.randomUUID().toString();
  }

  String base64Url(String text) {
    return encoded(text.getBytes(UTF_8));
  }

  /** Hashes, or signs when there is a key: {@code [algorithm, key, data]}. */
  String digest(String request) {
    String[] parts = read(request, String[].class);
    byte[] data = parts[2].getBytes(ISO_8859_1);
    String algorithm = parts[0].toUpperCase(Locale.ROOT);
    byte[] digest =
        parts[1] == null
            ? hash(algorithm.replaceFirst("^SHA", "SHA-"), data)
            : mac("Hmac" + algorithm, parts[1].getBytes(ISO_8859_1), data);
    return new String(digest, ISO_8859_1);
  }

  /** Signs by HS256: {@code {secret, text}}. */
  String sign(String request) {
    ToSign sign = read(request, ToSign.class);
    return encoded(mac("HmacSHA256", sign.secret().getBytes(UTF_8), sign.text().getBytes(UTF_8)));
  }

  String http(String request) {
    return http.exchange(request);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] hash(String algorithm, byte[] data) {
    try {
      return MessageDigest.getInstance(algorithm).digest(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(algorithm + " is not one of the hashes provided", e);
    }
  }

  private static byte[] mac(String algorithm, byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      // An empty key is one of zeros (RFC 2104 section 2), and the JDK refuses it.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(algorithm + " is not one of the hashes provided", e);
    }
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a request of the libraries", e);
    }
  }

  private record ToSign(String secret, String text) {}
}
