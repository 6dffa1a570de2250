package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequirementTest {

  @Test
  void isDeviceUnlessTheRouteSaysOtherwise() {
    assertThat(Requirement.of(Map.of())).isEqualTo(Requirement.DEVICE);
    assertThat(Requirement.of(Map.of("devicegate", Map.of("other", 1))))
        .isEqualTo(Requirement.DEVICE);
    assertThat(Requirement.of(Map.of("devicegate", "none"))).isEqualTo(Requirement.DEVICE);
  }

  @Test
  void readsFlatAndNestedKey() {
    assertThat(Requirement.of(Map.of("devicegate.require", "token"))).isEqualTo(Requirement.TOKEN);
    assertThat(Requirement.of(Map.of("devicegate", Map.of("require", "none"))))
        .isEqualTo(Requirement.NONE);
  }

  @Test
  void refusesEverythingElse() {
    for (Object value : new Object[] {"NONE", "", " none", false, 0, "devise"}) {
      assertThatThrownBy(() -> Requirement.of(Map.of("devicegate.require", value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("devicegate.require: " + value + " (expected: device, token or none)");
    }
  }
}
