package io.partwarden.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Where this service may connect to: names ({@code db.example.com}), suffixes ({@code .example.com}), addresses and networks
 * ({@code 10.0.0.0/8}, {@code fd00::/8}). A name that only a network allows is judged by the addresses that it has, now and again at
 * each connect, since the answer of DNS can change in between.
 */
public final class AllowedHosts {

    private final List<String> names;
    private final List<String> suffixes;
    private final List<String> networks;

    /** {@code property}: what the patterns are set with; an {@link IllegalArgumentException} names it where one is unusable. */
    public AllowedHosts(String property, List<String> patterns) {
        List<String> known = patterns.stream()
                .map(pattern -> canonical(property, pattern))
                .distinct()
                .toList();
        this.suffixes =
                known.stream().filter(pattern -> pattern.startsWith(".")).toList();
        this.networks =
                known.stream().filter(pattern -> pattern.indexOf('/') >= 0).toList();
        this.names = known.stream()
                .filter(pattern -> !suffixes.contains(pattern) && !networks.contains(pattern))
                .toList();
    }

    /** How a host may be used, or empty if it may not. */
    public Optional<Admission> admit(HostName host) {
        if (isListed(host)) {
            return Optional.of(new Admission(List.of()));
        }
        boolean inNetwork = host.isAddress() ? isInNetwork(networks, host.address()) : resolvesIntoNetwork(host);
        return inNetwork ? Optional.of(new Admission(networks)) : Optional.empty();
    }

    /** Whether the host itself is listed or has a listed suffix, whatever addresses it may have. */
    public boolean isListed(HostName host) {
        return names.contains(host.value())
                || (!host.isAddress() && suffixes.stream().anyMatch(host.value()::endsWith));
    }

    /** Whether one of the listed networks has the address. */
    public boolean isInNetwork(InetAddress address) {
        return isInNetwork(networks, address);
    }

    private boolean resolvesIntoNetwork(HostName host) {
        if (networks.isEmpty()) {
            return false;
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(host.value()))
                    .allMatch(address -> isInNetwork(networks, address));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether one of these networks has the address; for a check at the very connect. */
    public static boolean isInNetwork(List<String> networks, InetAddress address) {
        String plain = address.getHostAddress().replaceFirst("%.*", "");
        return networks.stream().anyMatch(network -> new IpAddressMatcher(network).matches(plain));
    }

    private static String canonical(String property, String pattern) {
        String text = pattern.strip();
        Optional<String> canonical = text.indexOf('/') >= 0 ? network(text) : name(text);
        return canonical.orElseThrow(() -> new IllegalArgumentException(
                property + ": '" + pattern + "' is no host name, .suffix, address or network such as 10.0.0.0/8"));
    }

    private static Optional<String> name(String text) {
        String dot = text.startsWith(".") ? "." : "";
        return HostName.parse(text.substring(dot.length()))
                .filter(host -> dot.isEmpty() || !host.isAddress())
                .map(host -> dot + host.value());
    }

    private static Optional<String> network(String text) {
        int slash = text.indexOf('/');
        String bits = text.substring(slash + 1);
        return HostName.parse(text.substring(0, slash))
                .filter(HostName::isAddress)
                .filter(base -> bits.matches("\\d{1,3}")
                        && Integer.parseInt(bits) <= base.address().getAddress().length * Byte.SIZE)
                .map(base -> base.value() + "/" + bits);
    }

    /** That a host may be used; if only because of networks, then at an address in one of them. */
    public record Admission(List<String> networks) {}
}
