"""Where people are: the door, me, and (staff.py) the directory and administration."""

from django.urls import include, path

from huiyin.people.views import me, passkeys, reauthentication, sign_in, tokens

door_urls = [
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-in/code", sign_in.code, name="sign_in_code"),
    path("sign-in/passkey/options", passkeys.options_to_sign_in, name="sign_in_passkey_options"),
    path("sign-in/passkey", passkeys.sign_in, name="sign_in_passkey"),
    path("sign-in/oidc", sign_in.outside, name="sign_in_oidc"),
    path("sign-in/oidc/callback", sign_in.outside_callback, name="sign_in_oidc_callback"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("language", sign_in.language, name="language"),
]

me_urls = [
    path("me", me.me, name="me"),
    path("me/settings", me.settings, name="me_settings"),
    path("me/name", me.name, name="me_name"),
    path("me/again/passkey/options", reauthentication.options, name="again_passkey_options"),
    path("me/again/passkey", reauthentication.by_passkey, name="again_passkey"),
    path("me/tokens", tokens.tokens, name="tokens"),
    path("me/tokens/<int:pk>/revoke", tokens.revoke, name="token-revoke"),
    path("me/session", me.session, name="session"),
    path("me/devices", me.devices, name="devices"),
    path("me/devices/<int:pk>/end", me.end_device, name="device_end"),
    path("me/devices/end-others", me.end_other_devices, name="devices_end_others"),
    path("me/passkeys", passkeys.mine, name="passkeys"),
    path("me/passkeys/options", passkeys.options_to_add, name="passkey_options"),
    path("me/passkeys/add", passkeys.add, name="passkey_add"),
    path("me/passkeys/<int:pk>/rename", passkeys.rename, name="passkey_rename"),
    path("me/passkeys/<int:pk>/remove", passkeys.remove, name="passkey_remove"),
]

urlpatterns = [*door_urls, *me_urls, path("", include("huiyin.people.urls.staff"))]
