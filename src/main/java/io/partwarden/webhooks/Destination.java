package io.partwarden.webhooks;

import io.partwarden.security.HostName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A URL that may be called if its host may: http or https, a host in its canonical form, no user, no fragment, plain ASCII, at most 2,000
 * characters.
 */
record Destination(String scheme, HostName host, int port, String target) {

    static final int MAX_LENGTH = 2_000;

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int NO_PORT = -1;
    private static final int MAX_PORT = 65_535;

    /** Empty for anything else; looks nothing up. */
    static Optional<Destination> parse(String url) {
        if (url.length() > MAX_LENGTH || !url.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            return Optional.empty();
        }
        try {
            return of(new URI(url));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Destination> of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean usable = SCHEMES.contains(scheme)
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && (uri.getPort() == NO_PORT || (uri.getPort() > 0 && uri.getPort() <= MAX_PORT));
        if (!usable) {
            return Optional.empty();
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        return HostName.parse(uri.getHost()).map(host -> new Destination(scheme, host, uri.getPort(), target));
    }

    /** All of it that may be shown: paths and queries hold secrets at many receivers. */
    String origin() {
        return scheme + "://" + host.inUrl() + (port == NO_PORT ? "" : ":" + port);
    }

    URI uri() {
        return URI.create(origin() + target);
    }

    /** Without what must not be shown. */
    @Override
    public String toString() {
        return origin();
    }
}
