package io.devicegate.dashboards.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The style sheet, the script and the icon: all that the pages load. */
final class Assets {

  private static final Map<String, String> TYPES =
      Map.of(
          "dashboard.css", "text/css;charset=UTF-8",
          "dashboard.js", "text/javascript;charset=UTF-8",
          "icon.svg", "image/svg+xml");

  private final Map<String, Asset> assets;

  private Assets(Map<String, Asset> assets) {
    this.assets = assets;
  }

  static Assets load() {
    Map<String, Asset> assets = new LinkedHashMap<>();
    TYPES.forEach((name, type) -> assets.put(name, Asset.load(name, type)));
    return new Assets(assets);
  }

  Optional<Asset> find(String name) {
    return Optional.ofNullable(assets.get(name));
  }

  /** One file; browsers keep it and ask whether it is still the same. */
  static final class Asset {

    private final byte[] bytes;
    private final MediaType type;
    private final String tag;

    private Asset(byte[] bytes, MediaType type) {
      this.bytes = bytes;
      this.type = type;
      this.tag = "\"" + DigestUtils.md5DigestAsHex(bytes) + "\"";
    }

    private static Asset load(String name, String type) {
      try (InputStream file = Assets.class.getResourceAsStream("assets/" + name)) {
        if (file == null) {
          throw new IllegalStateException(name + ": missing from the class path");
        }
        return new Asset(file.readAllBytes(), MediaType.parseMediaType(type));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Mono<ServerResponse> answer(ServerRequest request) {
      return request
          .checkNotModified(tag)
          .switchIfEmpty(
              Mono.defer(
                  () ->
                      ServerResponse.ok()
                          .contentType(type)
                          .cacheControl(CacheControl.noCache())
                          .eTag(tag)
                          .bodyValue(bytes)));
    }
  }
}
