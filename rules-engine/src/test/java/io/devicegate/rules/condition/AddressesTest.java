package io.devicegate.rules.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.0.0.0/8, true",
    "11.1.2.3, 10.0.0.0/8, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.8, 192.0.2.7, false",
    "::ffff:10.1.2.3, 10.0.0.0/8, true",
    "2001:db8::1, 2001:db8::/32, true",
    "2001:db9::1, 2001:db8::/32, false",
    "255.255.255.255, 0.0.0.0/0, true",
    "2001:db8::1, 0.0.0.0/0, false",
    "10.1.2.3, ::/0, true",
    "2001:db8::ffff, 2001:db8::/127, false",
    "2001:db8::1, 2001:db8::/127, true",
  })
  void containsTheAddressesOfARange(String address, String range, boolean contained) {
    assertThat(Cidr.parse(range).contains(IpAddress.parse(address))).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.4 ",
        "a.b.c.d",
        ":",
        ":::",
        "1::2::3",
        "12345::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "::1.2.3",
        "fe80::1%eth0",
        "1:2:3:4:5:6:7::8",
        "localhost"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> IpAddress.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/08"})
  void refusesWhatIsNoRange(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse(text));
  }

  @Test
  void readsAddressesAsTheJdkWritesThem() throws UnknownHostException {
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      for (int zero = random.nextInt(16); zero > 0; zero--) {
        bytes[random.nextInt(16)] = 0;
      }
      String text = InetAddress.getByAddress(bytes).getHostAddress();
      IpAddress address = IpAddress.parse(text);
      long high = java.nio.ByteBuffer.wrap(bytes).getLong(0);
      assertThat(address.high()).as(text).isEqualTo(high);
      assertThat(address.low()).as(text).isEqualTo(java.nio.ByteBuffer.wrap(bytes).getLong(8));
    }
  }

  @Test
  void readsEveryShorteningOfAnAddress() {
    IpAddress address = IpAddress.parse("2001:db8:0:0:0:0:0:1");

    assertThat(IpAddress.parse("2001:db8::1")).isEqualTo(address);
    assertThat(IpAddress.parse("2001:DB8::0:1")).isEqualTo(address);
    assertThat(IpAddress.parse("2001:db8::0.0.0.1")).isEqualTo(address);
    assertThat(IpAddress.parse("::")).isEqualTo(new IpAddress(0, 0));
    assertThat(IpAddress.parse("1::")).isEqualTo(new IpAddress(1L << 48, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "/admin/**, /admin, true",
    "/admin/**, /admin/users/7, true",
    "/admin/**, /administrator, false",
    "/api/*/orders, /api/v1/orders, true",
    "/api/*/orders, /api//orders, false",
    "/api/*/orders, /api/v1/orders/7, false",
    "/api/*/orders, /api/v1, false",
    "/**, /, true",
    "/, /, true",
    "/a, /a/, false",
    "/a, a, false",
  })
  void matchesPathsBySegment(String pattern, String path, boolean matches) {
    assertThat(PathPattern.parse(pattern).matches(path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "/a*b", "/**/a", "", "/a**"})
  void refusesWhatIsNoPathPattern(String pattern) {
    assertThatIllegalArgumentException().isThrownBy(() -> PathPattern.parse(pattern));
  }
}
