using Daypass.Server.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Pages;

/// <summary>What pages share: words from resources, also for what model binding finds wrong, and times in a firm's zone.</summary>
internal static class PagesFace
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<FirmTime>();
        services.AddScoped<ComingTime>();
        services.AddScoped<PersonWords>();
        services.AddScoped<ActivityWords>();
        services.AddScoped<LetterWords>();
        services.AddScoped<Kept>();
        services.AddRazorPages()
            .AddViewLocalization()
            // Its scripts are not here, and its hidden summaries carry style attributes, which the content policy refuses.
            .AddViewOptions(views => views.HtmlHelperOptions.ClientValidationEnabled = false)
            .AddDataAnnotationsLocalization(options => options.DataAnnotationLocalizerProvider = (_, factory) => factory.Create(typeof(SharedText)));
        services.AddSingleton<IConfigureOptions<MvcOptions>, BindingMessages>();
    }

    /// <summary>A form that was not filled in by our page still gets a message in the firm's language.</summary>
    private sealed class BindingMessages(IStringLocalizer<SharedText> text) : IConfigureOptions<MvcOptions>
    {
        public void Configure(MvcOptions options)
        {
            // Each form says itself what it requires: the null annotations of a page model are no rule.
            options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            var messages = options.ModelBindingMessageProvider;
            messages.SetAttemptedValueIsInvalidAccessor((_, field) => text["NotValid", text[field]]);
            messages.SetUnknownValueIsInvalidAccessor(field => text["NotValid", text[field]]);
            messages.SetValueIsInvalidAccessor(_ => text["NotValid", text["Value"]]);
            messages.SetValueMustBeANumberAccessor(field => text["NotValid", text[field]]);
            messages.SetValueMustNotBeNullAccessor(_ => text["Required", text["Value"]]);
            messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => text["NotValid", text["Value"]]);
            messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => text["NotValid", text["Value"]]);
            messages.SetNonPropertyValueMustBeANumberAccessor(() => text["NotValid", text["Value"]]);
            messages.SetMissingBindRequiredValueAccessor(field => text["Required", text[field]]);
            messages.SetMissingKeyOrValueAccessor(() => text["Required", text["Value"]]);
            messages.SetMissingRequestBodyRequiredValueAccessor(() => text["Required", text["Value"]]);
        }
    }
}
