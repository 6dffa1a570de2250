package io.devicegate.dashboards.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The style sheets, the scripts and the icon: all that the pages load. */
final class Assets {

  private static final String GZIP = "gzip";
  private static final String CSS = "text/css;charset=UTF-8";
  private static final String SCRIPT = "text/javascript;charset=UTF-8";
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private static final List<Source> SOURCES =
      List.of(
          new Source("dashboard.css", "assets/dashboard.css", CSS),
          new Source("dashboard.js", "assets/dashboard.js", SCRIPT),
          new Source("uplot.css", UPLOT + "uPlot.min.css", CSS),
          new Source("uplot.js", UPLOT + "uPlot.iife.min.js", SCRIPT),
          new Source("icon.svg", "assets/icon.svg", "image/svg+xml"));

  private final Map<String, Asset> assets;

  private Assets(Map<String, Asset> assets) {
    this.assets = assets;
  }

  static Assets load() {
    Map<String, Asset> assets = new LinkedHashMap<>();
    SOURCES.forEach(source -> assets.put(source.name(), Asset.load(source)));
    return new Assets(assets);
  }

  Optional<Asset> find(String name) {
    return Optional.ofNullable(assets.get(name));
  }

  /** Where a file is, and what it is. */
  private record Source(String name, String resource, String type) {}

  /**
   * One file, also packed, once and for all viewers; browsers keep it and ask whether it is still
   * the same.
   */
  static final class Asset {

    private final byte[] bytes;
    private final byte[] packed;
    private final MediaType type;
    private final String tag;

    private Asset(byte[] bytes, MediaType type) throws IOException {
      this.bytes = bytes;
      this.packed = pack(bytes);
      this.type = type;
      this.tag = "W/\"" + DigestUtils.md5DigestAsHex(bytes) + "\"";
    }

    private static Asset load(Source source) {
      try (InputStream file = Assets.class.getResourceAsStream(source.resource())) {
        if (file == null) {
          throw new IllegalStateException(source.resource() + ": missing from the class path");
        }
        return new Asset(file.readAllBytes(), MediaType.parseMediaType(source.type()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static byte[] pack(byte[] bytes) throws IOException {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(bytes);
      }
      return packed.toByteArray();
    }

    Mono<ServerResponse> answer(ServerRequest request) {
      return request
          .checkNotModified(tag)
          .switchIfEmpty(
              Mono.defer(
                  () -> {
                    ServerResponse.BodyBuilder answer =
                        ServerResponse.ok()
                            .contentType(type)
                            .cacheControl(CacheControl.noCache())
                            .varyBy(HttpHeaders.ACCEPT_ENCODING)
                            .eTag(tag);
                    return takesGzip(request)
                        ? answer.header(HttpHeaders.CONTENT_ENCODING, GZIP).bodyValue(packed)
                        : answer.bodyValue(bytes);
                  }));
    }

    /** Whoever refuses it by {@code q=0} is no browser, and gets what everybody can read. */
    private static boolean takesGzip(ServerRequest request) {
      return request.headers().header(HttpHeaders.ACCEPT_ENCODING).stream()
          .flatMap(line -> Arrays.stream(line.split(",")))
          .anyMatch(coding -> coding.strip().equalsIgnoreCase(GZIP));
    }
  }
}
