package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the tenant remembers of a browser: how far its activation has come.
 *
 * <p>The identifier is public: it stands in logs and tokens, and it is not the session's cookie.
 */
final class BrowserSession {

  /**
   * An activation under way.
   *
   * @param waiting the device whose code was entered
   * @param confirmed whether the person confirmed it
   * @param login the login that still waits for consent; null before
   */
  record Activation(DeviceGrants.Waiting waiting, boolean confirmed, @Nullable Login login) {}

  /** An activation whose login is complete and waits for consent. */
  record Pending(DeviceGrants.Waiting waiting, Login login) {}

  private static final String ID = "sandbox.session";
  private static final String ACTIVATION = "sandbox.activation";
  private static final String EMAIL = "sandbox.email";

  private final HttpSession session;

  private BrowserSession(HttpSession session) {
    this.session = session;
  }

  static BrowserSession of(HttpServletRequest request) {
    return new BrowserSession(request.getSession());
  }

  static Optional<BrowserSession> existing(HttpServletRequest request) {
    return Optional.ofNullable(request.getSession(false)).map(BrowserSession::new);
  }

  String id() {
    String id = (String) session.getAttribute(ID);
    if (id == null) {
      id = UUID.randomUUID().toString();
      session.setAttribute(ID, id);
    }
    return id;
  }

  Optional<Activation> activation() {
    return Optional.ofNullable((Activation) session.getAttribute(ACTIVATION));
  }

  Optional<DeviceGrants.Waiting> confirmed() {
    return activation().filter(Activation::confirmed).map(Activation::waiting);
  }

  Optional<Pending> loggedIn() {
    return activation().flatMap(BrowserSession::pending);
  }

  private static Optional<Pending> pending(Activation activation) {
    return Optional.ofNullable(activation.login())
        .map(login -> new Pending(activation.waiting(), login));
  }

  /** The client that an activation under way is for; empty without one. */
  String clientId() {
    return activation().map(a -> a.waiting().request().clientId()).orElse("");
  }

  void found(DeviceGrants.Waiting waiting) {
    session.setAttribute(ACTIVATION, new Activation(waiting, false, null));
  }

  void confirmed(DeviceGrants.Waiting waiting) {
    session.setAttribute(ACTIVATION, new Activation(waiting, true, null));
  }

  void loggedIn(DeviceGrants.Waiting waiting, Login login) {
    session.setAttribute(ACTIVATION, new Activation(waiting, true, login));
  }

  void endActivation() {
    session.removeAttribute(ACTIVATION);
  }

  /** The address that was typed at a login that failed; forgotten once it is read. */
  String takeEmail() {
    String email = (String) session.getAttribute(EMAIL);
    session.removeAttribute(EMAIL);
    return email == null ? "" : email;
  }

  void keepEmail(String email) {
    session.setAttribute(EMAIL, email.substring(0, Math.min(email.length(), 254)));
  }

  void end() {
    session.invalidate();
  }
}
