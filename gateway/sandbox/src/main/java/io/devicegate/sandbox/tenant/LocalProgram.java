package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.http.HttpStatus;

/** Whether a program on this machine asks, and no page in a browser. */
final class LocalProgram {

  private LocalProgram() {}

  static void require(HttpServletRequest request) {
    if (!isLocal(request) || request.getHeader("Origin") != null) {
      throw new OAuthException(
          HttpStatus.FORBIDDEN, "access_denied", "Only programs on this machine may do this.");
    }
  }

  static boolean isLocal(HttpServletRequest request) {
    try {
      // An address literal, so no name is looked up.
      return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
