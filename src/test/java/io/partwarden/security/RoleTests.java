package io.partwarden.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.shared.Problem;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoleTests {

    @ParameterizedTest
    @EnumSource
    void eachRoleIncludesTheOnesBefore(Role role) {
        List<String> order = List.of("viewer", "producer", "operator", "admin");
        for (Role other : Role.values()) {
            assertThat(role.includes(other)).isEqualTo(order.indexOf(role.text()) >= order.indexOf(other.text()));
        }
        assertThat(Role.parse(role.text())).contains(role);
        assertThat(Role.parse(role.name())).isEmpty();
    }

    @Test
    void noLimitAllowsAllAndAnEmptyOneNothing() {
        assertThat(caller(Limits.NONE).maySeeTarget("any")).isTrue();
        assertThat(caller(new Limits(Set.of(), null, null)).maySeeTarget("any")).isFalse();
        Caller limited = caller(new Limits(Set.of("a"), Set.of("s"), Set.of("p")));
        assertThat(limited.maySeeTarget("a")).isTrue();
        assertThat(limited.maySeeTarget("A")).isFalse();
        assertThat(limited.maySeeSource("a")).isFalse();
        assertThat(limited.maySeeProvider("p")).isTrue();
    }

    @Test
    void refusalsSayWhatIsNeeded() {
        Caller viewer = new Caller("v", Role.VIEWER, Limits.NONE, "127.0.0.1", "r");

        assertThatThrownBy(() -> viewer.requireRole(Role.OPERATOR))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.type().status()).isEqualTo(403))
                .hasMessage("This needs the role operator; the token has the role viewer.");
    }

    private static Caller caller(Limits limits) {
        return new Caller("c", Role.ADMIN, limits, "127.0.0.1", "r");
    }
}
