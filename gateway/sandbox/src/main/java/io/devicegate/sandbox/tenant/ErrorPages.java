package io.devicegate.sandbox.tenant;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.apache.catalina.session.TooManyActiveSessionsException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * The last resort for every request that no endpoint answered: an error object at the API's
 * addresses, a plain page for a person. It never shows what went wrong inside.
 */
@Controller
final class ErrorPages implements ErrorController {

  @RequestMapping("${spring.web.error.path:/error}")
  Object error(HttpServletRequest request) {
    HttpStatus status = status(request);
    String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
    if (path.startsWith("/api/")) {
      return JsonAnswer.of(status, ApiErrors.management(status, message(status)));
    }
    if (ApiErrors.isApi(path) || !wantsPage(request)) {
      return JsonAnswer.of(
          status, Map.of("error", code(status), "error_description", message(status)));
    }
    return new ModelAndView(
        "tenant/error", Map.of("status", status.value(), "message", message(status)), status);
  }

  private static HttpStatus status(HttpServletRequest request) {
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Exception problem
        && NestedExceptionUtils.getMostSpecificCause(problem)
            instanceof TooManyActiveSessionsException) {
      return HttpStatus.SERVICE_UNAVAILABLE;
    }
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
    return status == null ? HttpStatus.NOT_FOUND : status;
  }

  private static boolean wantsPage(HttpServletRequest request) {
    try {
      List<MediaType> accepted = MediaType.parseMediaTypes(request.getHeader("Accept"));
      return accepted.stream().anyMatch(type -> type.isCompatibleWith(MediaType.TEXT_HTML));
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }

  private static String code(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> "not_found";
      case METHOD_NOT_ALLOWED -> "method_not_allowed";
      case TOO_MANY_REQUESTS -> "too_many_requests";
      default -> status.is4xxClientError() ? "invalid_request" : "server_error";
    };
  }

  private static String message(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> "There is nothing at this address.";
      case METHOD_NOT_ALLOWED -> "This address does not take this method.";
      case SERVICE_UNAVAILABLE -> "Too many people are here at the moment. Try again later.";
      case FORBIDDEN -> "The request was refused. Go back, reload the page and try again.";
      default ->
          status.is4xxClientError()
              ? "The request is not well-formed."
              : "Something went wrong on our side.";
    };
  }
}
