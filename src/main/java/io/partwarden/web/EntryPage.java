package io.partwarden.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** {@code GET /} leads to Swagger UI. */
@Configuration(proxyBeanMethods = false)
class EntryPage implements WebMvcConfigurer {

    static final String SWAGGER = "/swagger-ui.html";

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", SWAGGER);
    }
}
