package io.devicegate.gateway.proof;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A proof taken apart: a JWS in compact form of at most {@value #MAX_LENGTH} characters, in
 * canonical base64url, with strict JSON in header and claims. Nothing in it is verified yet.
 */
final class ProofJwt {

  static final int MAX_LENGTH = 4_096;

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(4)
                          .maxNumberLength(20)
                          .maxDocumentLength(MAX_LENGTH)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, Object> header;
  private final Map<String, Object> claims;
  private final byte[] signed;
  private final byte[] signature;

  private ProofJwt(
      Map<String, Object> header, Map<String, Object> claims, byte[] signed, byte[] signature) {
    this.header = header;
    this.claims = claims;
    this.signed = signed;
    this.signature = signature;
  }

  /** Takes a proof apart; null when it is malformed. */
  static @Nullable ProofJwt parseOrNull(String text) {
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (text.length() > MAX_LENGTH
        || first < 0
        || second < 0
        || text.indexOf('.', second + 1) >= 0) {
      return null;
    }
    Map<String, Object> header = objectOrNull(text.substring(0, first));
    Map<String, Object> claims = objectOrNull(text.substring(first + 1, second));
    byte[] signature = Digests.decodeOrNull(text.substring(second + 1));
    if (header == null || claims == null || signature == null) {
      return null;
    }
    byte[] signed = text.substring(0, second).getBytes(StandardCharsets.US_ASCII);
    return new ProofJwt(header, claims, signed, signature);
  }

  Map<String, Object> header() {
    return header;
  }

  Map<String, Object> claims() {
    return claims;
  }

  /** Returns what the signature is over. */
  byte[] signed() {
    return signed;
  }

  byte[] signature() {
    return signature;
  }

  /** Returns a claim that is a string of 1 to so many characters; null when it is not. */
  @Nullable String text(String name, int longest) {
    return claims.get(name) instanceof String text && !text.isEmpty() && text.length() <= longest
        ? text
        : null;
  }

  private static @Nullable Map<String, Object> objectOrNull(String segment) {
    byte[] bytes = Digests.decodeOrNull(segment);
    if (bytes == null) {
      return null;
    }
    try {
      // Decoded first: from bytes, the parser would guess other encodings than UTF-8.
      String json = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return JSON.readValue(json, OBJECT);
    } catch (CharacterCodingException | JacksonException e) {
      return null;
    }
  }
}
