package io.devicegate.rules.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which policies are asked at all; that no other could say anything is a property test's. */
class PolicyIndexTest {

  private static final int POLICIES = 9;

  @Test
  void asksThosePoliciesThatDemandAScopeOfTheToken() {
    PolicyIndex index = index("'item:%d' in token.scopes");

    assertThat(speaking(index, List.of("openid", "item:7", "item:3", "item:7"), null))
        .containsExactly("p3", "p7");
    assertThat(speaking(index, List.of(), null)).isEmpty();
  }

  @Test
  void seesThatAScopeIsDemandedByAMacroToo() {
    PolicyIndex index = index("token.scopes.exists(s, s == 'item:%d') && !user.blocked");

    assertThat(speaking(index, List.of("item:5"), null)).containsExactly("p5");
  }

  @Test
  void twoScopesMayBeDemandedOfOneToken() {
    PolicyIndex index = index("'openid' in token.scopes && 'item:%d' in token.scopes");

    assertThat(speaking(index, List.of("openid", "item:4"), null)).contains("p4");
  }

  @Test
  void eitherOfTwoScopesLeadsToAPolicyOnce() {
    PolicyIndex index = index("'item:%1$d' in token.scopes || 'other:%1$d' in token.scopes");

    assertThat(speaking(index, List.of("other:2", "item:2", "item:6"), null))
        .containsExactly("p2", "p6");
  }

  @Test
  void asksThosePoliciesWhoseNetworkHasTheAddress() {
    PolicyIndex index =
        index("has(request.ip) && ip_in(request.ip, ['10.%1$d.0.0/16', '2001:db8:%1$d::/48'])");

    assertThat(speaking(index, List.of(), "10.3.1.2")).containsExactly("p3");
    assertThat(speaking(index, List.of(), "::ffff:10.3.1.2")).containsExactly("p3");
    assertThat(speaking(index, List.of(), "2001:db8:6::1")).containsExactly("p6");
    assertThat(speaking(index, List.of(), "192.0.2.1")).isEmpty();
    assertThat(speaking(index, List.of(), null)).isEmpty();
  }

  @Test
  void anAddressMayLieInNetworksOfAnySize() {
    PolicyIndex index = index("has(request.ip) && ip_in(request.ip, cidr('10.128.0.0/%d'))", 10);

    assertThat(speaking(index, List.of(), "10.130.0.1"))
        .containsExactly("p0", "p1", "p2", "p3", "p4");
  }

  /** Its policies fail on it, which must show. */
  @Test
  void anAddressThatIsNoneLeadsToAllPoliciesThatAskForItsNetwork() {
    PolicyIndex index = index("has(request.ip) && ip_in(request.ip, '10.%d.0.0/16')");

    assertThat(speaking(index, List.of(), "unknown")).hasSize(POLICIES);
  }

  @Test
  void asksThosePoliciesAllOfWhoseDemandsAreMet() {
    PolicyIndex index =
        index(
            "client.id in ['sandbox-tv', 'other'] && request.method in ['GET', 'PUT']"
                + " && 'item:%d' in token.scopes");

    assertThat(speaking(index, List.of("item:2", "openid", "item:6"), null))
        .containsExactly("p2", "p6");
    assertThat(
            speaking(
                index("client.id == 'other-%d' && 'openid' in token.scopes"),
                List.of("openid"),
                null))
        .isEmpty();
    assertThat(
            speaking(
                index("'item:%d' in token.scopes && client.id in ['one', 'other']"),
                List.of("item:2"),
                null))
        .isEmpty();
  }

  @Test
  void asksNoPolicyWhoseDemandsNothingCanMeet() {
    PolicyIndex index = index("client.id == 'sandbox-tv' && client.id == 'other-%d'");

    assertThat(speaking(index, List.of(), null)).isEmpty();
  }

  /** More marks than a request has by itself. */
  @Test
  void aTokenMayHaveManyScopes() {
    PolicyIndex index = index("'item:%1$d' in token.scopes && 'other:%1$d' in token.scopes");
    List<String> scopes =
        IntStream.range(0, 200).mapToObj(i -> (i % 2 == 0 ? "item:" : "other:") + i / 20).toList();

    assertThat(speaking(index, scopes, null)).hasSize(POLICIES);
    assertThat(speaking(index, scopes.subList(20, 80), null)).containsExactly("p1", "p2", "p3");
  }

  private static PolicyIndex index(String condition) {
    return index(condition, 0);
  }

  private static PolicyIndex index(String condition, int first) {
    String[] files =
        IntStream.range(0, POLICIES)
            .mapToObj(
                i ->
                    "name: p%d\nrule: {match: [{condition: \"%s\", output: allow()}]}\n"
                        .formatted(i, condition.formatted(first + i)))
            .toArray(String[]::new);
    return new PolicyIndex(TestRequests.rules(files).policies());
  }

  private static List<String> speaking(
      PolicyIndex index, List<String> scopes, @Nullable String ip) {
    return index.speaking(request(scopes, ip)).stream().map(Policy::name).toList();
  }

  private static AccessRequest request(List<String> scopes, @Nullable String ip) {
    AccessRequest base = TestRequests.television();
    AccessRequest.Http http = base.request();
    return new AccessRequest(
        TestRequests.token(scopes, Map.of()),
        base.client(),
        base.user(),
        base.device(),
        base.approver(),
        base.grant(),
        new AccessRequest.Http(http.method(), http.path(), http.route(), ip, null, null),
        base.signals(),
        base.now());
  }
}
