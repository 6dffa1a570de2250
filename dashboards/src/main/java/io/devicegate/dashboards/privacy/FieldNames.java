package io.devicegate.dashboards.privacy;

import io.devicegate.dashboards.store.Dimension;
import io.devicegate.rules.event.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where in an event a configured field stands. */
enum FieldNames {
  /** Everything that names a person. */
  USER,
  /** Everything that is a network address. */
  ADDRESS,
  /** The one member that goes by the configured name. */
  MEMBER;

  private static final Set<String> OF_A_PERSON =
      Set.of(
          "userid",
          "identityuserid",
          "username",
          "useremail",
          "userhandle",
          "email",
          "emails",
          "emailaddress",
          "phone",
          "phonenumber",
          "nickname",
          "givenname",
          "familyname",
          "fullname",
          "preferredusername",
          "loginhint",
          "picture",
          "sub");

  private static final Set<String> OF_AN_ADDRESS =
      Set.of(
          "ip", "ipaddress", "clientip", "remoteaddress", "remoteip", "sourceip", "xforwardedfor");

  /** Objects that are a person; in there a plain name is one's, too. */
  private static final Set<String> PERSONS = Set.of("user", "profile", "userprofile", "userinfo");

  /** Escaped too, as it stands in a query. Bounded, so that no text makes it slow. */
  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9._+-]{1,64}+(?:@|%40)[A-Za-z0-9-]{1,63}+(?:\\.[A-Za-z0-9-]{1,63}+){1,8}+");

  static FieldNames of(String configured) {
    return switch (configured) {
      case "user" -> USER;
      case "address" -> ADDRESS;
      default -> MEMBER;
    };
  }

  /** A name as all its spellings are: {@code userId}, {@code user_id} and {@code user-id}. */
  static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /**
   * Whether a member is of this field.
   *
   * @param name of the member
   * @param holder name of the object around it
   * @param configured the configured name
   */
  boolean holds(String name, String holder, String configured) {
    return switch (this) {
      case USER ->
          OF_A_PERSON.contains(normal(name))
              || (name.equals("name") && PERSONS.contains(normal(holder)));
      case ADDRESS -> OF_AN_ADDRESS.contains(normal(name));
      case MEMBER -> normal(name).equals(normal(configured));
    };
  }

  /** What of the subject is of this field. */
  @Nullable String of(Subject subject) {
    return switch (this) {
      case USER -> subject.user();
      case ADDRESS -> subject.ip();
      case MEMBER -> null;
    };
  }

  /** What of a value also names the same by itself: of {@code auth0|123} that is {@code 123}. */
  List<String> parts(String value) {
    int bar = value.indexOf('|');
    return this == USER && bar >= 0 && bar + 1 < value.length()
        ? List.of(value.substring(bar + 1))
        : List.of();
  }

  /** By what of an event it can be asked for, if by anything. */
  @Nullable Dimension dimension() {
    return switch (this) {
      case USER -> Dimension.USER;
      case ADDRESS -> Dimension.IP;
      case MEMBER -> null;
    };
  }

  /** How its values look wherever they stand, if they can be told by that. */
  @Nullable Pattern shape() {
    return this == USER ? EMAIL : null;
  }
}
