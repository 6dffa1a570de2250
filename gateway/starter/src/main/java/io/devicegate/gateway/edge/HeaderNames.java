package io.devicegate.gateway.edge;

import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.netty.http.server.HttpServerRequest;

/** Looks through the names of the headers that a request came with. */
public final class HeaderNames {

  private HeaderNames() {}

  /**
   * Returns whether a name is among them. Asks the server's own list where it can: the framework's
   * view makes a set of the names, in which no case matters, each time it is asked.
   */
  public static boolean any(ServerHttpRequest request, Predicate<String> test) {
    if (request instanceof AbstractServerHttpRequest own
        && own.getNativeRequest() instanceof HttpServerRequest raw) {
      Iterator<Map.Entry<CharSequence, CharSequence>> lines =
          raw.requestHeaders().iteratorCharSequence();
      while (lines.hasNext()) {
        if (test.test(lines.next().getKey().toString())) {
          return true;
        }
      }
      return false;
    }
    for (String name : request.getHeaders().headerNames()) {
      if (test.test(name)) {
        return true;
      }
    }
    return false;
  }
}
