// The emoji that work messages use, by Slack's short names. A name that is not here is shown as it was written.

const table = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|smile 😄|slightly_smiling_face 🙂|wink 😉|thinking_face 🤔|neutral_face 😐|confused 😕
tada 🎉|sparkles ✨|rocket 🚀|fire 🔥|star ⭐|star2 🌟|trophy 🏆|medal 🏅|first_place_medal 🥇|clap 👏|raised_hands 🙌|pray 🙏
handshake 🤝|wave 👋|muscle 💪|eyes 👀|point_right 👉|point_up 👆|heart ❤️|green_heart 💚|yellow_heart 💛|blue_heart 💙
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|no_entry ⛔|no_entry_sign 🚫
warning ⚠️|rotating_light 🚨|bell 🔔|no_bell 🔕|mega 📣|loudspeaker 📢|question ❓|exclamation ❗|information_source ℹ️|bulb 💡
red_circle 🔴|large_red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵
white_circle ⚪|black_circle ⚫|large_green_square 🟩|large_yellow_square 🟨|large_red_square 🟥|white_large_square ⬜
arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrow_upper_right ↗️|arrow_lower_right ↘️|leftwards_arrow_with_hook ↩️
arrows_counterclockwise 🔄|repeat 🔁|recycle ♻️|fast_forward ⏩|hourglass ⌛|hourglass_flowing_sand ⏳|alarm_clock ⏰|stopwatch ⏱️
clock9 🕘|calendar 📆|date 📅|spiral_calendar_pad 🗓️|telephone_receiver 📞|phone ☎️|telephone ☎️|iphone 📱|email ✉️|envelope ✉️
incoming_envelope 📨|mailbox 📫|inbox_tray 📥|outbox_tray 📤|memo 📝|pencil 📝|pencil2 ✏️|clipboard 📋|pushpin 📌|round_pushpin 📍
paperclip 📎|link 🔗|mag 🔍|lock 🔒|unlock 🔓|key 🔑|gear ⚙️|wrench 🔧|bar_chart 📊|chart_with_upwards_trend 📈
chart_with_downwards_trend 📉|dart 🎯|moneybag 💰|dollar 💵|euro 💶|credit_card 💳|office 🏢|globe_with_meridians 🌐|house 🏠
bust_in_silhouette 👤|busts_in_silhouette 👥|speech_balloon 💬|thought_balloon 💭|zzz 💤|sunny ☀️|coffee ☕|seedling 🌱|ticket 🎫
microphone 🎤|movie_camera 🎥|books 📚|newspaper 📰|package 📦|gift 🎁|checkered_flag 🏁|triangular_flag_on_post 🚩|broken_heart 💔
wastebasket 🗑️|file_folder 📁|open_file_folder 📂|page_facing_up 📄|card_index 📇|left_right_arrow ↔️|infinity ♾️|robot_face 🤖
new 🆕|ok 🆗|soon 🔜|snowflake ❄️|100 💯|heavy_minus_sign ➖|heavy_plus_sign ➕|small_red_triangle 🔺|small_red_triangle_down 🔻
`;

export const emoji = new Map(table.trim().split(/[|\n]/).map((entry) => entry.split(" ")));

export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (written, name) => emoji.get(name) ?? written);
