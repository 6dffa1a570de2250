package io.devicegate.sandbox.logstream;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /api/v2/logs}: the log as Auth0's Management API gives it, by checkpoint ({@code
 * from}, {@code take}) or by page ({@code page}, {@code per_page}). Only tokens with {@code
 * read:logs} reach it: the tenant's security sees to that.
 */
@RestController
final class LogsEndpoint {

  /** Auth0 searches no further than that; a reader of more takes checkpoints. */
  private static final int MAX_SEARCHED = 1_000;

  private final TenantLog log;

  LogsEndpoint(TenantLog log) {
    this.log = log;
  }

  @GetMapping("/api/v2/logs")
  ResponseEntity<Object> logs(HttpServletRequest request) {
    try {
      LogQuery query = LogQuery.of(request.getParameterMap());
      return query instanceof LogQuery.Checkpoint checkpoint
          ? after(checkpoint, request.getRequestURL().toString())
          : json(HttpStatus.OK).body(page((LogQuery.Page) query));
    } catch (LogQuery.Malformed e) {
      return error(HttpStatus.BAD_REQUEST, "Query validation error: " + e.getMessage());
    }
  }

  @GetMapping("/api/v2/logs/{id}")
  ResponseEntity<Object> entry(@PathVariable String id) {
    return log.find(id)
        .<ResponseEntity<Object>>map(entry -> json(HttpStatus.OK).body(LogView.of(entry)))
        .orElseGet(() -> error(HttpStatus.NOT_FOUND, "The log event does not exist."));
  }

  /** With nothing new, {@code next} is where the reader already is. */
  private ResponseEntity<Object> after(LogQuery.Checkpoint checkpoint, String url) {
    List<LogEntry> entries = log.after(checkpoint.from(), checkpoint.take());
    String last = entries.isEmpty() ? checkpoint.from() : entries.get(entries.size() - 1).logId();
    String from = last.isEmpty() ? "" : "from=" + last + "&";
    String next = url + "?" + from + "take=" + checkpoint.take();
    return json(HttpStatus.OK)
        .header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"")
        .body(views(entries));
  }

  private Object page(LogQuery.Page page) {
    List<LogEntry> all = new ArrayList<>(log.newestFirst());
    if (page.oldestFirst()) {
      Collections.reverse(all);
    }
    List<LogEntry> searched = all.subList(0, Math.min(all.size(), MAX_SEARCHED));
    long start = (long) page.number() * page.size();
    List<Map<String, Object>> views =
        views(searched.stream().skip(start).limit(page.size()).toList());
    if (!page.totals()) {
      return views;
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("start", start);
    answer.put("limit", page.size());
    answer.put("length", views.size());
    answer.put("total", searched.size());
    answer.put("logs", views);
    return answer;
  }

  private static List<Map<String, Object>> views(List<LogEntry> entries) {
    return entries.stream().map(LogView::of).toList();
  }

  private static ResponseEntity<Object> error(HttpStatus status, String message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("statusCode", status.value());
    body.put("error", status.getReasonPhrase());
    body.put("message", message);
    return json(status).body(body);
  }

  private static ResponseEntity.BodyBuilder json(HttpStatus status) {
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
  }
}
