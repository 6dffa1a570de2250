package io.devicegate.gateway.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.springframework.http.HttpHeaders;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * Headers to hand on, in a map of our own in which no case matters. {@link HttpHeaders} cannot know
 * that of what it wraps, and makes a set of all names each time it is gone through.
 */
final class CopiedHeaders extends HttpHeaders {

  private static final long serialVersionUID = 1L;

  private static final int USUAL_SIZE = 16;

  private final LinkedCaseInsensitiveMap<List<String>> lines;

  private CopiedHeaders(LinkedCaseInsensitiveMap<List<String>> lines) {
    super(CollectionUtils.toMultiValueMap(lines));
    this.lines = lines;
  }

  /** Returns a copy of those whose names are kept; a copy that loses nothing by it is the same. */
  static CopiedHeaders of(HttpHeaders headers, Predicate<String> kept) {
    if (headers instanceof CopiedHeaders copied && copied.lines.keySet().stream().allMatch(kept)) {
      return copied;
    }
    LinkedCaseInsensitiveMap<List<String>> lines =
        new LinkedCaseInsensitiveMap<>(USUAL_SIZE, Locale.ROOT);
    headers.forEach(
        (name, values) -> {
          if (kept.test(name)) {
            lines.put(name, new ArrayList<>(values));
          }
        });
    return new CopiedHeaders(lines);
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super List<String>> action) {
    lines.forEach(action);
  }

  @Override
  public Set<String> headerNames() {
    return lines.keySet();
  }
}
