package io.partwarden.security;

import io.partwarden.http.ProblemWriter;
import jakarta.servlet.DispatcherType;
import java.util.List;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The one filter chain. What is not named here is for admins: a controller that forgets its check stays shut. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration implements WebMvcConfigurer {

    /** Swagger UI needs its own scripts, inline styles and images from data URLs, and nothing of anybody else's. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self';"
                    + " form-action 'self'; frame-ancestors 'none'";

    static {
        // Arguments that come from the request's headers are no query parameters in the OpenAPI document.
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    @Bean
    SecurityFilterChain filterChain(
            HttpSecurity http,
            SecurityProperties properties,
            Doors doors,
            Refusals refusals,
            ProblemWriter problems,
            AuditTrail audit) {
        boolean open = properties.mode() == SecurityProperties.Mode.OPEN;
        // No CSRF token: a bearer token is sent by nobody but the client, and OriginGuard judges what a browser sends
        // by itself.
        http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .addFilterAt(open ? new OpenDoor() : doors.tokens(refusals), BasicAuthenticationFilter.class)
                .addFilterAfter(new AuditFilter(audit), BasicAuthenticationFilter.class)
                .addFilterAfter(new OriginGuard(problems, open), AuditFilter.class)
                .authorizeHttpRequests(SecurityConfiguration::rules);
        return http.build();
    }

    @Bean
    Doors doors(Tokens tokens, SecurityProperties properties, ObjectProvider<JwtDecoder> decoders) {
        JwtDecoder decoder = decoders.getIfAvailable();
        return new Doors(
                new TokenAuthentication(tokens, decoder == null ? null : new JwtCallers(decoder, properties.jwt())));
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerResolver());
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
        rules.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll();
        rules.requestMatchers("/livez", "/readyz", "/actuator/health", "/actuator/health/**")
                .permitAll();
        // It only leads to Swagger UI, where a browser asks for the token.
        rules.requestMatchers(HttpMethod.GET, "/").permitAll();
        rules.requestMatchers(HttpMethod.HEAD, "/").permitAll();
        rules.requestMatchers("/api/v1/tokens", "/api/v1/tokens/**", "/api/v1/audit")
                .hasAuthority(Role.ADMIN.text());
        for (HttpMethod safe : List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS)) {
            rules.requestMatchers(safe, "/**").hasAuthority(Role.VIEWER.text());
        }
        for (HttpMethod change : List.of(HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE)) {
            rules.requestMatchers(change, "/api/v1/targets/{target}").hasAuthority(Role.ADMIN.text());
        }
        rules.requestMatchers("/api/**").hasAuthority(Role.OPERATOR.text());
        rules.anyRequest().hasAuthority(Role.ADMIN.text());
    }

    /** Makes the filter of token mode; a bean, so that its parts can be had from the context. */
    record Doors(TokenAuthentication authentication) {

        AuthenticationFilter tokens(Refusals refusals) {
            AuthenticationFilter filter = new AuthenticationFilter(authentication, new PresentedTokenConverter());
            filter.setFailureHandler(refusals::commence);
            filter.setSuccessHandler((request, response, known) -> {});
            return filter;
        }
    }
}
